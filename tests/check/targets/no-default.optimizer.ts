export const optimizer = { kind: 'sgd' };
