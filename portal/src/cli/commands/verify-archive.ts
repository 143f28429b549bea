import { runVerifyArchive } from '@lianban/processes'
import type { Command } from './index.ts'

/** `lianban verify-archive <file.zip> [--public-key file] [--certificate file]…`: needs the package alone; exit code 1 names what does not hold. */
export const verifyArchive: Command = {
  summary: '离线检测归档信息包 verify an archive package offline (verify-archive file.zip)',
  run: (args) => runVerifyArchive(args, (text) => process.stdout.write(text)),
}
