export { parseConfig, ConfigError, type Config } from './config.ts'
export { compose, PACKAGES_FOLDER, type Composition } from './compose.ts'
export { serve, runWorkers, type RunningServer } from './serve.ts'
export { createApp } from './app.ts'
