/** Arrays that worker threads read without copying: each rests on a `SharedArrayBuffer` of its own. */
export const sharedBytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));

export const sharedInts = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));

export const sharedFloats = (length: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(4 * length));
