"""The nets of a workload as PyTorch modules, of the shapes that `assay` gives them; weights start by He's rule, biases at 0."""

from torch import nn

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "gelu": nn.GELU}


def mlp(spec, shape, outputs):
    """Soft-max regression is one without hidden layers."""
    layers, width = [nn.Flatten()], shape[0] * shape[1] * shape[2]
    for hidden in spec.get("hidden", []):
        layers += [nn.Linear(width, hidden), *([nn.BatchNorm1d(hidden)] if normalized(spec) else [])]
        layers.append(ACTIVATIONS[spec.get("activation", "relu")]())
        width = hidden
    return nn.Sequential(*layers, nn.Linear(width, outputs))


def vgg(spec, shape, outputs):
    """Per block its 3 x 3 convolutions, each normalized and rectified, then 2 x 2 max pooling (Simonyan & Zisserman 2015)."""
    channels, height, width = shape
    layers = []
    for block in spec["blocks"]:
        for out in block:
            layers += [convolution(channels, out, 3, 1, normalized(spec)), nn.ReLU()]
            channels = out
        layers.append(nn.MaxPool2d(2))
        height, width = height // 2, width // 2
    layers.append(nn.Flatten())
    features = channels * height * width
    if spec.get("dense"):
        layers += [nn.Linear(features, spec["dense"]), nn.ReLU()]
        features = spec["dense"]
    return nn.Sequential(*layers, nn.Linear(features, outputs))


def resnet(spec, shape, outputs):
    """Stages of basic blocks, the first of each stage but the first with stride 2 (He, Zhang, Ren & Sun 2016, section 4.2)."""
    channels, normalize = spec["channels"], normalized(spec)
    layers, inputs = [convolution(shape[0], channels[0], 3, 1, normalize), nn.ReLU()], channels[0]
    for stage, out in enumerate(channels):
        for index in range(spec.get("blocksPerStage", 1)):
            layers.append(Block(inputs, out, 2 if stage > 0 and index == 0 else 1, normalize))
            inputs = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, outputs))


class Block(nn.Module):
    """relu(f(x) + s(x)): two convolutions f, and the identity s or, where the shape changes, a 1 x 1 convolution."""

    def __init__(self, inputs, outputs, stride, normalize):
        super().__init__()
        first = convolution(inputs, outputs, 3, stride, normalize)
        self.branch = nn.Sequential(first, nn.ReLU(), convolution(outputs, outputs, 3, 1, normalize))
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else convolution(inputs, outputs, 1, stride, normalize)

    def forward(self, x):
        return nn.functional.relu(self.branch(x) + self.shortcut(x))


def convolution(inputs, outputs, side, stride, normalize):
    layer = nn.Conv2d(inputs, outputs, side, stride, padding=side // 2)
    return nn.Sequential(layer, nn.BatchNorm2d(outputs)) if normalize else layer


def normalized(spec):
    kind = spec.get("normalization", "none")
    if kind not in ("none", "batch"):
        raise ValueError(f"expected a normalization of none, batch; got {kind!r}")
    return kind == "batch"


KINDS = {"mlp": mlp, "softmax-regression": mlp, "vgg": vgg, "resnet": resnet}


def build(spec, shape, outputs):
    """The net of a specification for images `[channels, height, width]`."""
    net = KINDS[spec["kind"]](spec, shape, outputs)
    for layer in net.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(layer.weight)
            nn.init.zeros_(layer.bias)
    return net
