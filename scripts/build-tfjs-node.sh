#!/usr/bin/env bash
# Builds the native binding of @tensorflow/tfjs-node where its usual download is out of reach.
#
#     scripts/build-tfjs-node.sh [python]
#
# The package's own install script downloads TensorFlow's C library. This one takes the same library from the wheel of the
# Python package tensorflow-cpu (through pip, from whatever index pip is set up to use; nothing of it is installed into
# Python) and compiles the binding from the sources inside the npm package with the node-gyp that npm carries, against
# the headers of the running Node. The result lies where the package looks for it:
#
#     node_modules/@tensorflow/tfjs-node/deps/        headers and libraries of TensorFlow (about 650 MB)
#     node_modules/@tensorflow/tfjs-node/lib/napi-v8/ tfjs_binding.node
#
# Needs: Linux on x86-64, Python 3 with pip, g++ and make, 2 GB in the temporary directory, `npm ci` done before.
# Headers: those of `npm config get nodedir` (a prefix that holds include/node), else of the prefix of the running node,
# else node-gyp fetches them.
# Check the result with: npx vitest run tests/engines/differential.test.ts
set -euo pipefail

# tfjs-node 4.22 asks for 2.9.1, whose wheel holds the C functions only inside a Python extension module, which Node cannot
# load. 2.15.1 is the last release before Keras 3 and has them in a library of their own; the C interface is the same.
tensorflow=2.15.1
abi=cp311
napi=8

python=${1:-python3}
root=$(cd "$(dirname "$0")/.." && pwd)
package=$(cd "$root" && node -p "path.dirname(require.resolve('@tensorflow/tfjs-node/package.json'))" 2>/dev/null) || {
  echo "Cannot build the binding: expected the package @tensorflow/tfjs-node in node_modules, got none; run npm ci" >&2
  exit 2
}
gyp=$(dirname "$(readlink -f "$(command -v npm)")")/../node_modules/node-gyp/bin/node-gyp.js
[ -f "$gyp" ] || { echo "Cannot build the binding: expected node-gyp beside npm at $gyp, got none" >&2; exit 2; }

headers=$(cd / && npm config get nodedir 2>/dev/null || true)
[ -f "$headers/include/node/node_api.h" ] || headers=$(node -p "path.dirname(path.dirname(process.execPath))")
[ -f "$headers/include/node/node_api.h" ] || headers=

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "1/4 fetching tensorflow-cpu $tensorflow (210 MB)"
"$python" -m pip download --quiet --no-deps --only-binary=:all: --dest "$work" \
  --implementation cp --python-version "${abi#cp}" --abi "$abi" \
  --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 "tensorflow-cpu==$tensorflow"

echo "2/4 unpacking"
"$python" -m zipfile -e "$work"/*.whl "$work/wheel"
rm -rf "$package/deps" "$package/build" "$package/lib"
mkdir -p "$package/deps/lib"
mv "$work/wheel/tensorflow/include" "$package/deps/include"
for library in libtensorflow_cc.so.2 libtensorflow_framework.so.2; do
  mv "$work/wheel/tensorflow/$library" "$package/deps/lib/"
done
# The names by which binding.gyp links; what is loaded later are the names inside the libraries.
ln -s libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so"
ln -s libtensorflow_framework.so.2 "$package/deps/lib/libtensorflow_framework.so"

echo "3/4 compiling the binding${headers:+ against the headers in $headers}"
cd "$package"
node "$gyp" rebuild ${headers:+--nodedir="$headers"} --loglevel=warn \
  --module_name=tfjs_binding --module_path="./lib/napi-v$napi" --napi_build_version=$napi
mkdir -p "lib/napi-v$napi"
mv build/Release/tfjs_binding.node "lib/napi-v$napi/"
rm -rf build

echo "4/4 trying it"
cd "$root"
TF_CPP_MIN_LOG_LEVEL=2 node -e "
  const tf = require('@tensorflow/tfjs-node');
  const sum = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
  if (sum !== 11 || tf.getBackend() !== 'tensorflow') throw new Error('expected 11 on tensorflow, got ' + sum + ' on ' + tf.getBackend());
  console.log('ready: @tensorflow/tfjs-node ' + tf.version['tfjs-node'] + ' on TensorFlow $tensorflow');
"
