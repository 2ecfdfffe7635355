import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { loadDataset } from '../../datasets/index.ts';
import { engineAvailability } from '../../engines/index.ts';
import { openStore } from '../../store/index.ts';
import { settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { RawSettings, Settings } from '../../suite/settings.ts';

/** One thing that was looked at: fine, a remark, or something that must be repaired. */
interface Diagnosis {
  readonly state: 'fine' | 'remark' | 'broken';
  readonly what: string;
  readonly advice?: string;
}

type Examination = (settings: Settings, io: Io) => Promise<readonly Diagnosis[]>;

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

const node: Examination = async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  const what = `Node.js ${process.versions.node}, ${availableParallelism()} processors, ${Math.round(freemem() / 2 ** 20)} of ${Math.round(totalmem() / 2 ** 20)} MB free`;
  return [
    fits ? { state: 'fine', what } : { state: 'broken', what, advice: 'expected Node.js 20.19 or later' },
  ];
};

const engines: Examination = async ({ engine }) =>
  (await engineAvailability()).map((status): Diagnosis => {
    const what = `engine ${status.name}: ${status.version}${status.name === engine ? ' (in use)' : ''}`;
    if (status.available) return { state: 'fine', what };
    const state = status.name === engine ? 'broken' : 'remark';
    return {
      state,
      what: `${what} does not work: ${status.reason}`,
      advice: status.install ?? '',
    };
  });

const data: Examination = async ({ dataDir }) => {
  try {
    const spec = { kind: 'fashion-mnist', train: 1000, test: 1000, standardize: false } as const;
    const { train, test } = await loadDataset(spec, dataDir === null ? {} : { dataDir });
    return [{ state: 'fine', what: `data: ${train.count} and ${test.count} examples load, checksums fit` }];
  } catch (error) {
    return [{ state: 'broken', what: `data: ${said(error)}`, advice: 'install the package again (npm ci)' }];
  }
};

const store: Examination = async (settings, io) => {
  if (settings.store === null) return [{ state: 'remark', what: 'store: off, nothing is kept' }];
  const directory = resolve(io.cwd, settings.store);
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    const { records, measures, bytes, damaged } = await openStore(directory).verify();
    const what = `store ${settings.store}: ${records} records, ${measures} measures, ${(bytes / 2 ** 20).toFixed(1)} MB`;
    return damaged.length === 0
      ? [{ state: 'fine', what }]
      : [
          {
            state: 'broken',
            what: `${what}, ${damaged.length} damaged`,
            advice: '`assay cache verify` names them',
          },
        ];
  } catch (error) {
    return [
      {
        state: 'broken',
        what: `store ${settings.store}: ${said(error)}`,
        advice: 'name another with --store',
      },
    ];
  }
};

const examinations: readonly Examination[] = [node, engines, data, store];
const signs = { fine: '✓', remark: '-', broken: '✗' } as const;

/** `assay doctor`: tries everything that a run needs, for real, and says how to repair what does not work. */
export async function doctor(io: Io, flags: RawSettings): Promise<number> {
  const { values } = await settle(io, flags);
  const found: Diagnosis[] = [];
  for (const examine of examinations) {
    for (const diagnosis of await examine(values, io)) {
      found.push(diagnosis);
      io.stdout(
        ` ${signs[diagnosis.state]} ${diagnosis.what}\n${diagnosis.advice ? `     ${diagnosis.advice}\n` : ''}`,
      );
    }
  }
  return found.some(({ state }) => state === 'broken') ? exitCodes.invalid : exitCodes.asExpected;
}
