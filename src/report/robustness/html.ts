import { intervalPlot } from '../plots.ts';
import { page } from '../page.ts';
import { escapeMarkup as escape } from '../svg.ts';
import { effect } from '../words.ts';
import type { Specification, SpecificationCurve } from './curve.ts';
import { agreementInWords, nameOf } from './words.ts';

const rowOf = (one: Specification): string => {
  const { verdict, agrees, finding, reason } = one;
  const said = finding === undefined ? (reason ?? '–') : effect(finding);
  const picture = finding === undefined ? '' : intervalPlot(finding);
  return `<tr><th>${escape(nameOf(one))}</th><td><strong class="${agrees ? 'as-expected' : 'contradicted'}">${verdict}</strong></td><td>${escape([said, ...(one.decidedBy ?? [])].join('; '))}</td><td>${picture}</td></tr>`;
};

const partOf = (curve: SpecificationCurve): string =>
  [
    `<section><h2>${escape(curve.id)}</h2>`,
    `<p>${escape(curve.claim)}: ${curve.verdict}; ${escape(agreementInWords(curve))}</p>`,
    curve.statement === undefined ? '' : `<h3>${escape(curve.statement)}</h3>`,
    `<table>${curve.specifications.map(rowOf).join('\n')}</table></section>`,
  ].join('\n');

/** Specification curves as one self-contained page. */
export const robustnessHtml = (curves: readonly SpecificationCurve[]): string =>
  page('assay: robustness', ['<h1>Robustness</h1>', ...curves.map(partOf)]);
