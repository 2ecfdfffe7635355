import { syncBuiltinESMExports } from 'node:module';

/** The undocumented end of every exit; Node says that it is patched in the wild. */
type Endable = NodeJS.Process & { reallyExit: (code?: number) => never };

/** What is done about ends of the process that nobody wanted. */
export interface UnwantedEnds {
  /**
   * The process ends by itself, or because code of the user's calls an exit (`called`).
   *
   * @returns the code to end with
   */
  readonly exit: (code: number, called: boolean) => number;
  /** An error or rejection that nothing has caught. */
  readonly error: (error: unknown) => void;
}

/**
 * Watches every way in which the process may end.
 *
 * @returns the one way that is wanted: ends with a code, whatever listeners make of `process.exitCode`
 * @example const end = watchEnds({ exit: () => 4, error: () => end(4) });
 */
export function watchEnds(unwanted: UnwantedEnds): (code: number) => never {
  const self = process as Endable;
  const [exit, reallyExit] = [self.exit.bind(self), self.reallyExit.bind(self)];
  let decided: number | undefined;
  let called = false;
  const onExit = (code: number) => {
    if (decided !== undefined) return;
    decided = unwanted.exit(code, called);
    // Where nothing was left to do, Node would take the code from whichever listener sets it last.
    try {
      for (const listener of self.listeners('exit')) if (listener !== onExit) listener(code);
    } finally {
      reallyExit(decided);
    }
  };
  self.on('exit', onExit);
  self.exit = (code) => {
    called = true;
    return exit(code);
  };
  self.reallyExit = (code = 0) => {
    called = true;
    onExit(code);
    return reallyExit(decided);
  };
  // So that `import { exit } from 'node:process'` is this one.
  syncBuiltinESMExports();
  for (const name of ['uncaughtException', 'unhandledRejection'] as const)
    self.on(name, (error: unknown) => unwanted.error(error));
  return (code) => {
    decided = code;
    return exit(code);
  };
}
