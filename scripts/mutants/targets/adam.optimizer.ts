export default { kind: 'adam' };
