const loading = new Set<string>();
const loaded = new Set<string>();

/**
 * Imports a module of the user's, on record: where the process ends meanwhile, or breaks later, the command can say whose
 * module it was.
 *
 * @param name path or name of the package, for messages
 * @param load imports it; what it gives may be a promise that the module made, and counts as loading until it settles
 */
export async function whileLoading<Result>(
  name: string,
  load: () => Promise<Result>,
): Promise<Awaited<Result>> {
  // From here on places in errors may be the user's.
  process.setSourceMapsEnabled(true);
  loading.add(name);
  try {
    return await load();
  } finally {
    loading.delete(name);
    loaded.add(name);
  }
}

/** Modules whose loading has begun and not settled, and those before: loaded, or failed. */
export const userModules = (): {
  readonly loading: readonly string[];
  readonly loaded: readonly string[];
} => ({ loading: [...loading], loaded: [...loaded] });
