import { runVerifyLog } from '@lianban/tenants'
import type { Command } from './index.ts'

/** `lianban verify-log <folder> [--public-key file] [--known checkpoint]…`: needs the exported files alone; exit code 1 names the entry that does not hold. */
export const verifyLog: Command = {
  summary: '离线校验导出的监察日志 verify an exported log offline (verify-log folder)',
  run: (args) => runVerifyLog(args, (text) => process.stdout.write(text)),
}
