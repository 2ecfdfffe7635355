/** One line of a page that a reader types: what it must print, and with which code it exits. */
export interface CommandStep {
  readonly kind: 'command';
  readonly line: string;
  readonly code: number;
  readonly prints: readonly string[];
}

/** A change that a page asks for: `` in `file`, `now` in place of `before` ``. */
export interface EditStep {
  readonly kind: 'edit';
  readonly file: string;
  readonly now: string;
  readonly before: string;
}

export type Step = CommandStep | EditStep;

const block = /^```sh\n([\s\S]*?)^```/.source;
const edit = /\bin `([^`]+)`,\s+`([^`]+)`\s+in\s+place\s+of\s+`([^`]+)`/.source;

/**
 * What a reader of a page does, in its order: the lines of its blocks of shell, each with `# exits with N` behind it
 * where that is not 0, and `# prints: text` below it; and the edits that its text asks for.
 *
 * @throws Error where a line of a block is neither a command nor what one prints
 */
export const stepsOfPage = (page: string): readonly Step[] =>
  [...page.matchAll(new RegExp(`${block}|${edit}`, 'gm'))].flatMap(
    ([, lines, file, now, before]): readonly Step[] =>
      lines === undefined
        ? [{ kind: 'edit', file: file!, now: now!, before: before! }]
        : commandsOf(lines.trimEnd().split('\n')),
  );

function commandsOf(lines: readonly string[]): readonly CommandStep[] {
  const steps: CommandStep[] = [];
  for (const text of lines) {
    const [, printed] = /^# prints: (.+)$/.exec(text) ?? [];
    const last = steps.at(-1);
    if (printed !== undefined && last !== undefined)
      steps[steps.length - 1] = { ...last, prints: [...last.prints, printed] };
    else if (/^\w/.test(text)) {
      const [, line, code] = /^(.*?)(?: # exits with (\d+))?$/.exec(text)!;
      steps.push({ kind: 'command', line: line!, code: Number(code ?? 0), prints: [] });
    } else
      throw new Error(`Cannot read a block of shell: expected a command or what it prints, got "${text}"`);
  }
  return steps;
}
