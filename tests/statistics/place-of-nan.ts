/** The place of the first NaN in a value, `result.interval.lower`; undefined where there is none. */
export function placeOfNaN(value: unknown, place = 'result'): string | undefined {
  if (Number.isNaN(value)) return place;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = placeOfNaN(inner, `${place}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
