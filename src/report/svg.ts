/** Text inside markup. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A straight map from values to pixels, with round ticks between its ends. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/**
 * The scale that shows all the values between two pixels, with a margin of a twentieth at both ends.
 *
 * Ticks stand at multiples of 1, 2 or 5 times a power of ten. Values that are not finite are left to the caller to
 * clip.
 */
export function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const spread = most - least || Math.abs(most) || 1;
  const [low, high] = [least - spread / 20, most + spread / 20];
  const at = (value: number) => {
    const share = (Math.min(Math.max(value, low), high) - low) / (high - low);
    return Math.round((from + share * (to - from)) * 10) / 10;
  };
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step); index * step <= high; index += 1)
    ticks.push(Number((index * step).toPrecision(12)));
  return { at, ticks };
}

/** An element with its attributes; children are markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children = '',
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`)
    .join('');
  return children === '' ? `<${name}${written}/>` : `<${name}${written}>${children}</${name}>`;
}
