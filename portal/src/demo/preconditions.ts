import { isUnused, openDatabase } from '@lianban/storage'
import type { Config } from '../server/config.ts'

/** The demonstration cannot be played here. Text for people, in both languages; `code` is stable. */
export class DemoError extends Error {
  readonly code: 'DEMO_NOT_EMPTY' | 'DEMO_SWITCHED_OFF' | 'DEMO_ARGUMENT'

  constructor(code: DemoError['code'], message: string) {
    super(message)
    this.name = 'DemoError'
    this.code = code
  }
}

/**
 * Fictitious cases go into an installation in which nothing is yet, and nowhere else: not into a county that is at work, and not
 * before the first entry of a log that is there already. Looks only; nothing is migrated.
 * @throws DemoError DEMO_NOT_EMPTY, DEMO_SWITCHED_OFF
 */
export async function assertEmpty({ databaseUrl, dataDir, demo }: Config): Promise<void> {
  if (!demo)
    throw new DemoError(
      'DEMO_SWITCHED_OFF',
      'DEMO=0:本安装不装示例县,不能演示。请去掉 DEMO=0 this installation has no sample county, unset DEMO',
    )
  const database = openDatabase(databaseUrl)
  try {
    if (await isUnused(database)) return
  } finally {
    await database.destroy()
  }
  throw new DemoError(
    'DEMO_NOT_EMPTY',
    `演示只能在空的数据库里进行,${where(databaseUrl, dataDir)} 里已经有数据,没有改动任何内容。请换一个数据目录:\n` +
      `  the demonstration needs an empty database; nothing was changed. Give it a folder of its own:\n` +
      `  npx lianban demo --data-dir ${dataDir}-demo`,
  )
}

/** Without the password. */
const where = (url: string, dataDir: string): string => (url.startsWith('sqlite:') ? dataDir : url.replace(/\/\/[^@]*@/, '//'))
