// Resolve hooks: `optimizer-assay` and `optimizer-assay/<part>` are the copy whose command is running, and TypeScript files
// are modules even where the nearest package.json does not say so.
let root;
let extension;

export function initialize(data) {
  root = data.root;
  extension = data.extension;
}

export async function resolve(specifier, context, next) {
  const match = /^optimizer-assay(?:\/([\w-]+))?$/.exec(specifier);
  const part = match?.[1] === undefined ? 'index' : `${match[1]}/index`;
  const target = match === null ? specifier : new URL(`${part}.${extension}`, root).href;
  const resolved = await next(target, context);
  const isCommon = resolved.format === 'commonjs' || resolved.format === 'commonjs-typescript';
  return isCommon && /\.ts(\?|$)/.test(resolved.url) ? { ...resolved, format: 'module' } : resolved;
}
