// The engines room's public face.
export type * from './types.ts';
export { engineAvailability, type EngineStatus } from './availability.ts';
export { onnxEngine } from './onnx/engine.ts';
export { engineNamed, engineNames } from './named.ts';
export { SessionCache } from './session-cache.ts';
export { decodeTensors, encodeTensors } from './tensor-bytes.ts';
export { tfjsEngines } from './tfjs/engine.ts';
