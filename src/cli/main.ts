import { Command, CommanderError, Option } from 'commander';
import { didYouMean } from '../declare/suggest.ts';
import { AssayError } from '../errors.ts';
import { exitCodeOfError, exitCodes } from './exit-codes.ts';
import { processIo, type Io } from './io.ts';
import { printError } from './print-error.ts';
import type { RawSettings } from '../suite/settings.ts';
import { userModules } from '../user-modules.ts';
import { version } from '../version.ts';

/** Options of a command as commander hands them on; settings are understood in `settings.ts`. */
type Flags = RawSettings & Readonly<Record<string, unknown>>;

/** What a command does: loads its own module only when it is called, so that no other command pays for it. */
type Action = (io: Io, flags: never, ...rest: never[]) => Promise<number>;

const collect = (value: string, earlier: readonly string[] = []) => [...earlier, ...value.split(',')];

const repeat = (value: string, earlier: readonly string[] = []) => [...earlier, value];

const selecting = (command: Command) =>
  command
    .option('-t, --text <pattern>', 'only claims in which the pattern occurs')
    .option('--tags <tags>', 'only these tags, between commas; !tag leaves a tag out')
    .option('--directory <path>', 'where hypotheses live (hypotheses)');

const storing = (command: Command) =>
  command
    .option('--store <path>', 'directory of the store (.assay)')
    .option('--no-store', 'keep and reuse nothing');

const ENGINES = 'onnx | tfjs (the same as tfjs-wasm) | tfjs-cpu | tfjs-wasm | tfjs-node (onnx)';

const planning = (command: Command) =>
  storing(selecting(command))
    .option('--seed <seed>', 'base seed from which every run derives its own (0)')
    .addOption(new Option('--tier <tier>', 'number of seeds that the hypotheses declare (quick)'))
    .option('--engine <engine>', ENGINES)
    .option('--workers <n>', 'worker threads (as many as there are processors)')
    .option('--data-dir <path>', 'directory of data sets that do not ship with the project')
    .option('--print-config', 'print every setting and where it comes from');

const checking = (command: Command) =>
  storing(command)
    .option('--case <name>', 'only this case of the battery; repeat for several', repeat)
    .option('--seeds <n>', 'seeds of a case (24), where runs are recorded')
    .option('--suite <filters>', 'hypotheses in place of the battery, filters between commas', collect)
    .addOption(
      new Option('--tier <tier>', 'with --suite: number of seeds that the hypotheses declare (quick)'),
    )
    .option('--directory <path>', 'with --suite: where hypotheses live (hypotheses)')
    .option('--seed <seed>', 'base seed from which every run derives its own (0)')
    .option('--engine <engine>', ENGINES)
    .option('--workers <n>', 'worker threads (as many as there are processors)')
    .option('--data-dir <path>', 'directory of data sets that do not ship with the project');

const reporting = (command: Command) =>
  command
    .option(
      '--reporter <name[=file]>',
      'default | verbose | json | jsonl | junit | markdown | html | github-actions; repeat for several',
      collect,
    )
    .option('--allow-inconclusive', 'exit with 0 when nothing is worse than inconclusive')
    .option('--locked', 'exit with 4 where a hypothesis is not as assay.lock.json says');

/** commander gives `--no-store` a default of `true` for `--store`; that says nothing and is dropped. */
function flagsOf(options: Readonly<Record<string, unknown>>): Flags {
  const { store, ...rest } = options;
  return (store === true ? rest : { ...rest, ...(store === undefined ? {} : { store }) }) as Flags;
}

function program(io: Io, done: (code: number) => void): Command {
  const run =
    (load: () => Promise<Action>) =>
    async (...args: unknown[]) => {
      const operands = args.slice(0, -2);
      const flags = flagsOf(args.at(-2) as Record<string, unknown>);
      if (flags['printConfig'] === true) {
        const { printConfig } = await import('./commands/print-config.ts');
        return done(await printConfig(io, flags));
      }
      const action = (await load()) as (io: Io, flags: Flags, ...rest: unknown[]) => Promise<number>;
      done(await action(io, flags, ...operands));
    };
  const root = new Command('assay')
    .description('Tests hypotheses about optimizers.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .showSuggestionAfterError(true)
    .enablePositionalOptions();

  reporting(planning(root.command('run [filters...]', { isDefault: true })))
    .description('train what is missing, measure, judge and report (the default command)')
    .option('--budget <time>', 'refuse to start when training is estimated to take longer, such as 10m')
    .action(run(async () => (await import('./commands/run.ts')).run));
  reporting(planning(root.command('judge [filters...]')))
    .description('judge again from the store; trains nothing')
    .action(run(async () => (await import('./commands/run.ts')).judge));
  planning(root.command('robustness [filters...]'))
    .description('judge claims with each of their variants, and tell how many agree')
    .option('--reporter <name[=file]>', 'default | json | markdown | html; repeat for several', collect)
    .option('--at-least <share>', 'exit with 1 where fewer of the variants of a claim agree with it')
    .action(run(async () => (await import('./commands/robustness.ts')).robustness));
  selecting(root.command('list [filters...]'))
    .description('the hypotheses there are; trains nothing')
    .option('--tier <tier>', 'quick | full')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/list.ts')).list));
  selecting(root.command('lint [filters...]'))
    .description('designs that could not fail, margins that differ, files that say the same; trains nothing')
    .option('--strict', 'exit with 1 where something is found')
    .action(run(async () => (await import('./commands/lint.ts')).lint));
  planning(root.command('plan [filters...]'))
    .description('what a run would train, how long it may take, and its power; trains nothing')
    .action(run(async () => (await import('./commands/plan.ts')).plan));
  storing(selecting(root.command('lock [filters...]')))
    .description('write down what the hypotheses promise, before their runs are judged: assay.lock.json')
    .option('--reason <text>', 'why something that is locked has changed; kept in the file')
    .option('--seed <seed>', 'base seed under which they will be judged (0)')
    .action(run(async () => (await import('./commands/lock.ts')).lock));
  storing(root.command('replay <hypothesis>'))
    .description('train exactly one run again and compare it with its record, bit for bit')
    .requiredOption('--arm <arm>', 'the arm')
    .requiredOption('--seed <seed>', 'the seed of the run, such as 0/3 (base seed / replicate)')
    .option('--engine <engine>', ENGINES)
    .option('--data-dir <path>', 'directory of data sets that do not ship with the project')
    .option('--directory <path>', 'where hypotheses live (hypotheses)')
    .action(run(async () => (await import('./commands/replay.ts')).replay));
  root
    .command('new <paper/claim>')
    .description('write a hypothesis that runs as it is, with the questions to answer')
    .option('--directory <path>', 'where hypotheses live (hypotheses)')
    .action(run(async () => (await import('./commands/new.ts')).create));
  root
    .command('explain <hypothesis>')
    .description('a hypothesis in words: the design, what would support or refute it, what was found')
    .option('--directory <path>', 'where hypotheses live (hypotheses)')
    .option('--store <path>', 'directory of the store (.assay)')
    .action(run(async () => (await import('./commands/explain.ts')).explain));
  reporting(root.command('report [file]'))
    .description('report results again: those of the latest run, or a file that the json reporter wrote')
    .option('--store <path>', 'directory of the store (.assay)')
    .action(run(async () => (await import('./commands/report.ts')).report));
  planning(root.command('cache <task> [hypothesis]'))
    .description('ls | verify | gc | why: look after the store')
    .option('--arm <arm>', 'why: the arm')
    .option('--of <seed>', 'why: the seed of the run, such as 0/3')
    .action(run(async () => (await import('./commands/cache.ts')).cache));
  checking(root.command('check [targets...]'))
    .description(
      'whether optimizers still do what they did: when a baseline was recorded, or in another version',
    )
    .option('--baseline <file>', 'compare one target with this baseline')
    .option(
      '--against <ref>',
      'compare with a branch, tag or commit; all of optimizers/ where no target is named',
    )
    .option('--strict', 'refuse a baseline of another engine or version')
    .option('--at-least <level>', 'mathematics | bytes | rounding | equivalent: exit with 1 below it')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/check.ts')).check));
  checking(root.command('baseline <task> <target>'))
    .description(
      'record | update: train an optimizer on the battery and write what it did; digests: write what each case is',
    )
    .requiredOption('--baseline <file>', 'the baseline: a JSON file to commit')
    .requiredOption('--reason <text>', 'why, in words; kept in the file')
    .action(run(async () => (await import('./commands/baseline.ts')).baseline));
  planning(root.command('doctor'))
    .description('try everything that a run needs')
    .action(run(async () => (await import('./commands/doctor.ts')).doctor));
  return root;
}

/** The position of the first word that is neither an option nor the value of one; -1 where there is none. */
function firstWord(argv: readonly string[], commands: readonly Command[]): number {
  const options = commands.flatMap(({ options: own }) => own);
  const takesValue = (flag: string) =>
    options.some((option) => option.required && (option.long === flag || option.short === flag));
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at]!;
    if (word === '--') return -1;
    if (!word.startsWith('-')) return at;
    if (takesValue(word)) at += 1;
  }
  return -1;
}

/**
 * The arguments with the command's name in front, wherever it stands among the flags: `--workers 1 plan` is `plan
 * --workers 1`.
 *
 * @throws AssayError `configuration` where the first word is no command: it is never taken for a filter of `run`, which
 * would train
 */
function commandFirst(argv: readonly string[], root: Command): readonly string[] {
  const at = firstWord(argv, root.commands);
  const word = argv[at];
  if (word === undefined) return argv;
  const names = [...root.commands.map((command) => command.name()), 'help'];
  if (names.includes(word)) return [word, ...argv.slice(0, at), ...argv.slice(at + 1)];
  const guess = didYouMean(word, names) || `; \`assay run ${word}\` runs the hypotheses that fit`;
  throw new AssayError(
    'configuration',
    `Cannot understand "${word}": expected a command (${names.join(' | ')}), got "${word}"${guess}`,
  );
}

/**
 * Runs the command and returns its exit code; never throws.
 *
 * @param argv the arguments after the name of the command
 * @param endNow ends the process when it is interrupted a second time
 * @example process.exitCode = await main(['list', 'three-factors'])
 */
export async function main(
  argv: readonly string[],
  given?: Io,
  endNow: (code: number) => void = process.exit,
): Promise<number> {
  const controller = new AbortController();
  const io = given ?? processIo(controller.signal);
  const interrupt = () => {
    // The second time, or while a module of the user's is loaded, which nothing can stop: at once.
    if (controller.signal.aborted || userModules().loading.length > 0) endNow(exitCodes.interrupted);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  if (given === undefined) for (const name of signals) process.on(name, interrupt);
  let code: number = exitCodes.asExpected;
  try {
    const root = program(io, (result) => (code = result));
    await root.parseAsync([...commandFirst(argv, root)], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.asExpected : exitCodes.usage;
    io.stderr(printError(error));
    return error instanceof AssayError ? exitCodeOfError(error) : exitCodes.invalid;
  } finally {
    for (const name of signals) process.off(name, interrupt);
  }
  return code;
}
