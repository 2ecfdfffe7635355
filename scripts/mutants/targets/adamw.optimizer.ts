export default { kind: 'adamw', rate: 0.1 };
