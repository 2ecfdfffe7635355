import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { sha256, stableStringify } from '../../store/index.ts';

/** Packages that a module may import and still follow from its text and their versions. */
const packages = ['@tensorflow/tfjs', '@tensorflow/tfjs-core'];
/** The copy that runs, whatever is installed. */
const own = /^optimizer-assay(\/[\w-]+)?$/;

const specifiers = /\b(?:from|import)\s*(['"])(.+?)\1/g;
/** Ways to what lies outside of the text: other modules, the environment, files, the clock, chance. */
const outwards =
  /\b(?:import\s*[(.]|require|process|global|globalThis|eval|Function|constructor|fetch|Date|performance|random|WebAssembly)\b|\bimport\s*[(.]/;

/**
 * Digest of a module and of all that it imports, where it follows from nothing else: files by relative paths,
 * TensorFlow.js in its version, this package. Told by the text alone, so anything doubtful (a dynamic import, another
 * package, a mention of `process`, a path that leads to no file) gives no digest.
 *
 * @param file absolute path of the module
 * @example await closedModules('/project/optimizers/momentum.optimizer.ts') // '5f0c…', or undefined
 */
export async function closedModules(file: string): Promise<string | undefined> {
  const found = new Map<string, string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    // Node resolves imports from where a file really lies.
    const path = await realpath(next).catch(() => undefined);
    if (path === undefined) return undefined;
    const name = relative(dirname(file), path);
    if (found.has(name)) continue;
    const text = await readFile(path, 'utf8');
    if (outwards.test(text)) return undefined;
    found.set(name, text);
    for (const [, , specifier] of text.matchAll(specifiers)) {
      if (own.test(specifier!)) continue;
      if (/^\.\.?\//.test(specifier!)) waiting.push(resolve(dirname(path), specifier!));
      else {
        const version = packages.includes(specifier!) ? await versionFrom(path, specifier!) : undefined;
        if (version === undefined) return undefined;
        found.set(`${name} imports ${specifier}`, version);
      }
    }
  }
  return sha256(stableStringify(Object.fromEntries(found)));
}

/** The version of a package that a file would import: that of the nearest `node_modules` upwards. */
async function versionFrom(file: string, name: string): Promise<string | undefined> {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const place = resolve(directory, 'node_modules', name, 'package.json');
    if (existsSync(place))
      return (JSON.parse(await readFile(place, 'utf8')) as { readonly version?: string }).version;
    if (dirname(directory) === directory) return undefined;
  }
}
