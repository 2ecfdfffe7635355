import { isMainThread } from 'node:worker_threads';
import { AssayError } from '../errors.ts';

const variable = 'ORT_DISABLE_TELEMETRY';

/**
 * Switches the telemetry of ONNX Runtime off, whatever the user's environment says: since 1.29 its builds for Linux and
 * macOS report sessions to Microsoft, and keep an identifier of the device in the home directory.
 *
 * The runtime reads the environment of the process when it is loaded, and only the main thread writes there: a worker
 * has a copy. So it is called before threads are started, and again where the runtime is loaded.
 *
 * @throws AssayError `configuration` on a worker thread whose main thread has not called it
 * @see https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md
 * @example switchTelemetryOff();
 */
export function switchTelemetryOff(): void {
  if (isMainThread) process.env[variable] = '1';
  else if (process.env[variable] !== '1')
    throw new AssayError(
      'configuration',
      `Cannot load ONNX Runtime on this thread: expected ${variable}=1 in the environment of the process, got ${process.env[variable] ?? 'none'}; it cannot be set from a thread`,
    );
}
