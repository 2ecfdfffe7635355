// Resolve hooks: `optimizer-assay` and `optimizer-assay/<part>` are the copy whose command is running, and TypeScript files
// are modules even where the nearest package.json does not say so. TensorFlow.js, where it is the package that this copy uses,
// is `tensorflow.js`: the same objects, sooner.
import { readFileSync } from 'node:fs';

const facade = new URL('./tensorflow.js', import.meta.url);
let root;
let extension;
let tensorflow;

export function initialize(data) {
  root = data.root;
  extension = data.extension;
  tensorflow = isOfFacade(data.tensorflow) ? data.tensorflow : undefined;
}

/** Whether the package at this entry has the exports that the facade names: those of its version. */
function isOfFacade(entry) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', entry), 'utf8'));
  return readFileSync(facade, 'utf8').includes(`forVersion = '${version}'`);
}

export async function resolve(specifier, context, next) {
  const match = /^optimizer-assay(?:\/([\w-]+))?$/.exec(specifier);
  const part = match?.[1] === undefined ? 'index' : `public/${match[1]}`;
  const target = match === null ? specifier : new URL(`${part}.${extension}`, root).href;
  const resolved = await next(target, context);
  if (resolved.url === tensorflow) return { url: facade.href, format: 'module' };
  const isCommon = resolved.format === 'commonjs' || resolved.format === 'commonjs-typescript';
  return isCommon && /\.ts(\?|$)/.test(resolved.url) ? { ...resolved, format: 'module' } : resolved;
}
