import { defineConfig } from 'optimizer-assay';

export default defineConfig({
  workers: 2,
  // Refuse to start where training would take longer.
  budget: '10m',
  // Beside the console's report, one that CI systems read.
  reporter: ['default', 'junit=assay.xml'],
});
