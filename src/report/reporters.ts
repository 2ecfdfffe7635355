import { githubActions } from './github-actions.ts';
import { html } from './html.ts';
import { json, jsonLines } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Results } from './results.ts';
import { terminal, type TerminalOptions } from './terminal.ts';

/**
 * A reporter: results in, text out. `console` reporters are for people, `document` reporters for files and programs.
 */
export interface Reporter {
  readonly kind: 'console' | 'document' | 'annotations';
  readonly what: string;
  readonly render: (results: Results, options: TerminalOptions) => string;
}

const table = {
  default: { kind: 'console', what: 'a verdict line a hypothesis', render: terminal },
  verbose: {
    kind: 'console',
    what: 'every finding, design and effect size',
    render: (results, options) => terminal(results, { ...options, verbose: true }),
  },
  json: { kind: 'document', what: 'one JSON document', render: json },
  jsonl: { kind: 'document', what: 'one JSON object a line', render: jsonLines },
  junit: { kind: 'document', what: 'JUnit XML', render: junit },
  markdown: { kind: 'document', what: 'the table of claims', render: markdown },
  html: { kind: 'document', what: 'one self-contained page with plots', render: html },
  'github-actions': {
    kind: 'annotations',
    what: 'annotations of a workflow run',
    render: githubActions,
  },
} satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof table;

/** Every reporter by the name that `--reporter` takes. */
export const reporters: Readonly<Record<ReporterName, Reporter>> = table;
