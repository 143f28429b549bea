import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { verifyExport } from './verify-export.ts'

const USAGE = `用法:lianban verify-log <导出文件夹> [--public-key 公钥.pem] [--known 检查点.txt]… [--json]
  --public-key  另行留存的公钥;不给出时使用导出件内的公钥(公钥本身可能被替换)
  --known       此前留存的检查点,可给出多次;用以发现日志被回退或整体改写
  --json        以一行 JSON 输出结果
退出码:0 完好;1 发现问题;2 用法有误
`

/**
 * `lianban verify-log`: proves an exported log from its files alone.
 * @returns exit code: 0 good, 1 a problem was found and named, 2 wrong usage
 */
export async function runVerifyLog(args: string[], print: (text: string) => void): Promise<number> {
  const parsed = parse(args)
  if (!parsed) {
    print(USAGE)
    return 2
  }
  const { folder, publicKeyFile, knownFiles, json } = parsed
  const publicKey = publicKeyFile ? await read(publicKeyFile) : undefined
  const known = await Promise.all(knownFiles.map(read))
  if (publicKey === null || known.includes(null)) {
    print(`无法读取给出的公钥或检查点文件。\n${USAGE}`)
    return 2
  }
  const found = await verifyExport(folder, { publicKey, known: known.filter((note) => note !== null) })
  if (json) {
    print(`${JSON.stringify({ ...found, keyFrom: publicKey ? 'given' : 'export' })}\n`)
    return found.ok ? 0 : 1
  }
  if (!found.ok) {
    print(`核验不通过:${found.message}\n  代码:${found.code}\n  文件:${found.file}\n  序号:${found.index ?? '-'}\n`)
    return 1
  }
  print(
    `核验通过:${found.size} 条记录,${found.checkpoints} 个检查点。\n  根哈希:${found.root}\n  公钥指纹:${found.publicKeyFingerprint}\n  算法:${found.suite ?? '-'}\n`,
  )
  for (const { index, message } of found.findings) print(`注意:第 ${index} 条:${message}\n`)
  if (!publicKey) print('注意:使用的是导出件内的公钥,请核对其指纹。\n')
  return 0
}

function parse(args: string[]): { folder: string; publicKeyFile?: string; knownFiles: string[]; json: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'public-key': { type: 'string' },
        known: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    })
    const [folder, ...rest] = positionals
    return folder === undefined || rest.length > 0
      ? null
      : { folder, publicKeyFile: values['public-key'], knownFiles: values.known ?? [], json: values.json ?? false }
  } catch {
    return null
  }
}

const read = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null)
