// Resolve hooks: `optimizer-assay` and `optimizer-assay/<part>` are the copy whose command is running. TypeScript files, and
// JavaScript files that import or export, are modules even where the nearest package.json does not say so. TensorFlow.js, where it is the package that this copy uses,
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
  return isCommon && isModule(resolved.url) ? { ...resolved, format: 'module' } : resolved;
}

/** Whether a file that is taken for CommonJS is a module: TypeScript always, a script of the user's where its text says so. */
function isModule(url) {
  const { pathname } = new URL(url);
  if (pathname.endsWith('.ts')) return true;
  if (!pathname.endsWith('.js') || pathname.includes('/node_modules/')) return false;
  return /^\s*(?:import\b(?!\s*\()|export\b)/m.test(readFileSync(new URL(url.replace(/\?.*$/, '')), 'utf8'));
}
