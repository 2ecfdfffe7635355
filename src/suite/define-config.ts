import type { WrittenSettings } from './settings.ts';

/** What `assay.config.ts` may export: any of the settings. */
export type Config = Readonly<WrittenSettings>;

/** Gives a configuration its type, so that an editor completes it: the default export of `assay.config.ts`. */
export const defineConfig = (config: Config): Config => config;
