import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSafe } from '../signer.ts'
import { publicationName, type PublishTarget } from './target.ts'

/** Write-once files in a folder, best a mount that only grows (WORM). A file that is there with other words is never written over. */
export function folderTarget(folder: string): PublishTarget {
  return {
    name: 'folder',
    kind: 'folder',
    address: folder,
    send: async (publication) => {
      fileSafe(publication.tenantId)
      await mkdir(folder, { recursive: true })
      const file = join(folder, publicationName(publication))
      const { note } = publication.checkpoint
      const draft = `${file}.${randomUUID()}.part`
      const handle = await open(draft, 'wx')
      try {
        await handle.writeFile(note)
        await handle.sync()
      } finally {
        await handle.close()
      }
      try {
        await chmod(draft, 0o444)
        await link(draft, file)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        if ((await readFile(file, 'utf8')) !== note) throw new Error(`${file} 已存在且内容不同,未覆盖;请核对是否曾回退日志`)
      } finally {
        await rm(draft, { force: true })
      }
      return file
    },
  }
}
