import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Sources when run from a checkout, built modules when installed. */
const program = fileURLToPath(new URL('../../', import.meta.url));
const home = dirname(program.replace(/[\\/]$/, ''));

/**
 * SHA-256, hexadecimal, of everything of this package that a plan follows from: its modules, the data that ship with
 * it, and the versions of the packages it depends on, as installed.
 */
export async function sourceDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [program, join(home, 'fixtures', 'fashion-mnist')])
    for (const [name, content] of await filesOf(folder))
      hash.update(`${name}\0${content.length}\0`).update(content);
  const { dependencies } = await packageAt(home);
  for (const name of Object.keys(dependencies ?? {}).sort())
    hash.update(`${name} ${await installedVersion(name)}\0`);
  return hash.digest('hex');
}

interface PackageFile {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const packageAt = async (directory: string): Promise<PackageFile> =>
  JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as PackageFile;

async function filesOf(folder: string): Promise<readonly (readonly [string, Uint8Array])[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    names.sort().map(async (name) => [name.slice(folder.length), await readFile(name)] as const),
  );
}

/** The version that Node would load from this package: that of the nearest `node_modules` upwards. */
async function installedVersion(name: string): Promise<string> {
  for (let directory = home; ; directory = dirname(directory)) {
    const place = join(directory, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return (await packageAt(place)).version ?? 'unknown';
    if (dirname(directory) === directory) return 'none';
  }
}
