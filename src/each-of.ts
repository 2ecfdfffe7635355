/**
 * Calls `visit` on every item, at most `atOnce` of them at a time: as many files or bytes as the items need are open
 * together, and no more.
 *
 * @param atOnce at least 1
 * @throws what the first `visit` that fails throws; visits that have begun run on
 * @example await eachOf(keys, 16, async (key) => found.set(key, await store.get(key)));
 */
export async function eachOf<T>(
  items: Iterable<T>,
  atOnce: number,
  visit: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await visit(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
