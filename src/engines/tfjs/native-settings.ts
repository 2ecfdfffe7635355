/**
 * Settings of TensorFlow's native library, which it reads from the environment when it is loaded: one thread, as in the
 * other engines (workers are the parallelism), and no words on the console. What the user has set stays.
 */
export function quietOneThread(): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
}
