import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { digestOf } from '../identity.ts';
import type { Key } from '../types.ts';

const specifiers = /\b(?:from|import|require)\s*\(?\s*(['"])(.+?)\1/g;

/**
 * Digest of a module and of all that its text imports: files by their paths relative to it, packages by their installed
 * versions. What a module reads otherwise (files, the environment) is not seen.
 *
 * @param file absolute path of the module
 * @example await moduleDigest('/project/optimizers/lookahead.ts')
 */
export async function moduleDigest(file: string): Promise<Key> {
  const found = new Map<string, string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const path = await foundFile(next);
    const name = relative(dirname(file), path ?? next);
    if (found.has(name)) continue;
    const text = path === undefined ? 'missing' : await readFile(path, 'utf8');
    found.set(name, text);
    if (path === undefined) continue;
    for (const [, , specifier] of text.matchAll(specifiers)) {
      if (/^\.\.?\//.test(specifier!)) waiting.push(resolve(dirname(path), specifier!));
      else found.set(`package ${specifier}`, await versionFrom(path, specifier!));
    }
  }
  return digestOf(Object.fromEntries(found));
}

/** The file that a path names, which may leave out its extension or say that of what it is compiled to. */
async function foundFile(path: string): Promise<string | undefined> {
  const stem = path.replace(/\.[cm]?js$/, '');
  const tries = [path, ...['.ts', '.js', '.mjs', '/index.ts', '/index.js'].map((end) => stem + end)];
  for (const each of tries)
    if (/\.\w+$/.test(each) && existsSync(each)) return realpath(each).catch(() => undefined);
  return undefined;
}

/** The version of a package as a file would import it: that of the nearest `node_modules` upwards. */
async function versionFrom(file: string, specifier: string): Promise<string> {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const place = resolve(directory, 'node_modules', name, 'package.json');
    if (existsSync(place))
      return (
        (JSON.parse(await readFile(place, 'utf8')) as { readonly version?: string }).version ?? 'unknown'
      );
    if (dirname(directory) === directory) return 'not installed';
  }
}
