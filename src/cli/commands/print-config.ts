import { settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { settings, type RawSettings, type SettingName } from '../../suite/settings.ts';

/** `--print-config`: every setting, its value, and where it came from. */
export async function printConfig(io: Io, flags: RawSettings): Promise<number> {
  const { values, origins, config } = await settle(io, flags);
  const where = { config: config.file ?? 'config', flag: 'flag', default: 'default' } as const;
  for (const name of Object.keys(settings) as SettingName[]) {
    const origin = origins[name];
    const source = origin === 'environment' ? settings[name].environment : where[origin];
    io.stdout(`${name.padEnd(18)}${JSON.stringify(values[name]).padEnd(24)} ${source}\n`);
  }
  return exitCodes.asExpected;
}
