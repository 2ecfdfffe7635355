import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a command said, on both streams, and its exit code. */
export interface Said {
  readonly code: number;
  readonly output: string;
}

/** A project of a user, outside the repository, in which the package is installed. */
export interface UsersProject {
  readonly read: (file: string) => string;
  readonly write: (file: string, text: string) => void;
  /** Runs a line of a shell in it. */
  readonly shell: (line: string) => Said;
  /** Runs a program in it and returns what it wrote. @throws where it fails */
  readonly run: (command: string, args: readonly string[]) => string;
  readonly remove: () => void;
}

/** The package as a user has it: packed, and unpacked among the packages that it rests on. */
export interface InstalledPackage {
  /** A new project; with the files of a directory, where one is named. */
  readonly project: (from?: string) => UsersProject;
  readonly remove: () => void;
}

/** What the commands of an example leave behind. */
const products = ['node_modules', 'package-lock.json', '.assay', 'assay.xml', 'assay.lock.json', 'baselines'];

/**
 * Packs the package and installs it once, for all projects. What it rests on is linked from the repository, so that
 * nothing is fetched.
 */
export function installPackage(): InstalledPackage {
  const home = mkdtempSync(join(tmpdir(), 'assay-installed-'));
  const modules = join(home, 'node_modules');
  unpack(pack(home), join(modules, 'optimizer-assay'));
  link(modules);
  return {
    project: (from) => project(modules, from),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Packs the package, which builds it, and returns the tarball. */
function pack(destination: string): string {
  const args = ['pack', '--ignore-scripts=false', '--json', '--silent', '--pack-destination', destination];
  const packed = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as readonly {
    readonly filename: string;
  }[];
  return join(destination, packed[0]!.filename);
}

function unpack(tarball: string, directory: string): void {
  mkdirSync(directory, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', directory]);
}

/** Links what the repository has installed, and the commands as npm does. */
function link(modules: string): void {
  const installed = join(root, 'node_modules');
  for (const name of readdirSync(installed))
    if (!name.startsWith('.') && name !== 'optimizer-assay')
      symlinkSync(join(installed, name), join(modules, name));
  const commands = join(modules, '.bin');
  mkdirSync(commands);
  symlinkSync('../optimizer-assay/bin/assay.js', join(commands, 'assay'));
  for (const name of ['tsc', 'vitest'])
    symlinkSync(readlinkSync(join(installed, '.bin', name)), join(commands, name));
}

function project(modules: string, from?: string): UsersProject {
  const directory = mkdtempSync(join(tmpdir(), 'assay-project-'));
  if (from !== undefined)
    cpSync(from, directory, { recursive: true, filter: (path) => !products.includes(basename(path)) });
  symlinkSync(modules, join(directory, 'node_modules'));
  // No command may fetch what is not installed.
  const env = { ...process.env, NO_COLOR: '1', CI: '1', npm_config_offline: 'true' };
  const options = { cwd: directory, encoding: 'utf8', env } as const;
  return {
    read: (file) => readFileSync(join(directory, file), 'utf8'),
    write: (file, text) => {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    },
    shell: (line) => {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', line], options);
      return { code: status ?? -1, output: stdout + stderr };
    },
    run: (command, args) => execFileSync(command, args, options),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
