export default { momentum: 0.9 };
