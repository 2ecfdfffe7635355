import { AssayError } from '../errors.ts';
import type { EngineName } from './types.ts';

/** What to do where the native engine cannot be loaded. */
export const onnxInstall =
  'install the package again (npm ci); onnxruntime-node ships binaries for Linux, macOS and Windows on x64 and arm64';

/**
 * That an engine cannot be loaded, and how to install what it lacks: an AssayError `configuration`, because another
 * engine may be named, and because it says the same of every task, whatever the task.
 */
export function engineMissing(
  engine: { readonly name: EngineName; readonly package: string; readonly install: string },
  cause: unknown,
): AssayError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const got = said.split('\n')[0]!.trim();
  return new AssayError(
    'configuration',
    `Cannot load engine ${engine.name}: expected ${engine.package} to be ready, got "${got}"; ${engine.install}`,
    { cause },
  );
}
