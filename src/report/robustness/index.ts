export { curvesOf, type Group, type Specification, type SpecificationCurve } from './curve.ts';
import type { SpecificationCurve } from './curve.ts';
import { robustnessHtml } from './html.ts';
import { robustnessMarkdown } from './markdown.ts';
import { robustnessText } from './terminal.ts';

/** Every form in which specification curves are told, by the name that `--reporter` takes. */
export const robustnessReporters: Readonly<
  Record<string, (curves: readonly SpecificationCurve[], options: { readonly color: boolean }) => string>
> = {
  default: robustnessText,
  json: (curves) => `${JSON.stringify(curves, null, 2)}\n`,
  markdown: robustnessMarkdown,
  html: robustnessHtml,
};
