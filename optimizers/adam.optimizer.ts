/** One of the optimizers that ship with the project, by its specification. */
export default { kind: 'adam', beta1: 0.9, beta2: 0.999 } as const;
