import { switchTelemetryOff } from '../../src/engines/telemetry.ts';

switchTelemetryOff();
