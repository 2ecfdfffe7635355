import { letters, ratesOf, type Letter, type Rate, type Tally } from './tally.ts';

const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;
const rateWords = ({ count, of, interval: [lower, upper] }: Rate): string =>
  `${count} of ${of} (95 %: ${percent(lower)} to ${percent(upper)})`;

const count = (texts: readonly string[], letter: string): number =>
  texts.reduce((sum, text) => sum + [...text].filter((each) => each === letter).length, 0);

const kinds = (Object.keys(letters) as Letter[]).filter((letter) => letter !== '-');
const head = (what: string): string =>
  `| ${what} | judged | ${kinds.map((letter) => letters[letter]).join(' | ')} |\n|---|---|${kinds.map(() => '---').join('|')}|`;
const line = (name: string, found: readonly string[]): string =>
  `| ${name} | ${kinds.reduce((sum, letter) => sum + count(found, letter), 0)} | ${kinds.map((letter) => count(found, letter)).join(' | ')} |`;

/** A tally as a page of Markdown: the rates, then what came out by case and by rewriting. */
export function falseAlarmsPage(tally: Tally): string {
  const { cases, rows, checks } = tally;
  const { whole, perCheck, perCase } = ratesOf(tally);
  const rewritings = [...new Set(rows.map(({ rewriting }) => rewriting))];
  const alarms = rows.flatMap(({ check, rewriting, alarms: raised = [] }) =>
    raised.map((alarm) => `* check ${check}, ${rewriting}: ${alarm}`),
  );
  return `# False alarms

\`npm run false-alarms\` makes this page. Each check compares an optimizer of \`tests/check/pairs\` with a rewriting of itself: the same mathematics,
written otherwise, so that it rounds otherwise. It has seeds of its own, and both sides share them as those of \`assay check\` do: start,
mini-batches, noise and schedule of two seeds (one where nothing is drawn), followed through all steps. Whatever is weaker than *same within
rounding* is a false alarm, but for the same mathematics that rounds up to a hundred times worse, which a check passes too. Where nothing is drawn,
in Rosenbrock's valley and the far one, all checks of a rewriting are one.

${perCheck === undefined ? `No case has been judged by all ${checks} checks yet.` : `**Checks with a false alarm: ${rateWords(perCheck)}**, on the ${whole.length} cases of the battery that all ${checks} checks have judged.`}
Cases of checks with a false alarm: ${perCase === undefined ? 'none judged yet' : rateWords(perCase)}.

${alarms.length === 0 ? 'No alarm was raised.' : alarms.join('\n')}

${head('case')}
${cases
  .map((id, at) =>
    line(
      id,
      rows.map(({ found }) => found[at] ?? '-'),
    ),
  )
  .join('\n')}

${head('rewriting')}
${rewritings
  .map((name) =>
    line(
      name,
      rows.filter(({ rewriting }) => rewriting === name).map(({ found }) => found),
    ),
  )
  .join('\n')}
`;
}
