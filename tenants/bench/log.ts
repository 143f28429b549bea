import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inTransaction, openDatabase, supervision as rows, type Database } from '@lianban/storage'
import {
  ED25519_SHA256,
  EXPORT_FILES,
  fileAnchors,
  fileSigners,
  SM2_SM3,
  verifyExport,
  verifyInclusion,
  createSupervision,
  type EntryInput,
  type Suite,
  type Supervision,
} from '@lianban/tenants'
import { number, table } from '@lianban/storage/bench'
import { openServers } from './harness.ts'
import { hashSpeed } from './log-hash.ts'

const USAGE = `usage: npm run bench -- log [--entries N] [--databases sqlite,mariadb] [--suite ed25519-sha256|sm2-sm3]

  --entries    of the log (default 200000; 10000000 takes an hour and 20 GB of disk)`
/** Entries of one measured transaction: what an engine commits in one batch. */
const BATCH = 256
const PROOFS = 2_000
/** Entries appended to the log of full size. */
const APPENDED = 100_000
const TENANT = 'bench'
const SEAL_EVERY = 20_000
/** Leaves room for late transactions: the fill's clock moves by this per entry. Milliseconds. */
const STEP_MS = 10

/** Append, proofs and verification of a log of N entries, beside the bare hash speed of this machine. */
export async function log(args: string[]): Promise<string> {
  const { entries, databases, suite } = readOptions(args)
  const out = [
    `a log of ${number(entries)} entries, suite ${suite.name}; appended to it in transactions of ${BATCH} entries, with a head every ${number(SEAL_EVERY)}`,
  ]
  for (const server of await openServers(databases)) {
    const { url, drop } = await server.create()
    const database = openDatabase(url)
    try {
      out.push('', `### ${server.name}`, '', await measure(database, suite, entries))
    } finally {
      await database.destroy()
      await drop()
      await server.close()
    }
  }
  return out.join('\n')
}

function readOptions(args: string[]): { entries: number; databases: string[]; suite: Suite } {
  const { values } = parseArgs({
    args,
    options: {
      entries: { type: 'string', default: '200000' },
      databases: { type: 'string', default: 'sqlite,mariadb' },
      suite: { type: 'string', default: ED25519_SHA256.name },
    },
  })
  const entries = Number(values.entries)
  const suite = [ED25519_SHA256, SM2_SM3].find(({ name }) => name === values.suite)
  if (!(Number.isInteger(entries) && entries > 0) || !suite) throw new Error(USAGE)
  return { entries, databases: values.databases.split(','), suite }
}

async function measure(database: Database, suite: Suite, entries: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-bench-log-'))
  const time = { now: Date.UTC(2026, 0, 1) }
  const supervision = createSupervision({
    database,
    clock: () => time.now,
    signers: fileSigners(join(folder, 'keys'), suite),
    anchors: fileAnchors(join(folder, 'anchors')),
  })
  try {
    const bares: number[] = []
    const lines: string[][] = []
    /** @param hashes that each of them needs; null where reading is all */
    const add = (what: string, count: number, ms: number, hashes: number | null): void => {
      const perSecond = (1000 * count) / ms
      // At the side of each line, because what else the machine does changes in an hour.
      const bare = hashSpeed(suite)
      bares.push(bare)
      console.error(`  ${what}: ${number(perSecond)} per second, bare hashing ${number(bare)}`)
      lines.push([
        what,
        number(count),
        number(ms / 1000),
        number(perSecond),
        hashes === null ? '–' : `${number(bare / (perSecond * hashes))} ×`,
      ])
    }
    // Filled in large transactions, because that is not what is measured.
    await write(supervision, database, time, { first: 0, count: entries, batch: SEAL_EVERY })
    const more = Math.min(entries, APPENDED)
    const appended = await write(supervision, database, time, { first: entries, count: more, batch: BATCH })
    add('record', more, appended.recordMs, 2)
    add('seal', more, appended.sealMs, 1)
    add('record and seal', more, appended.recordMs + appended.sealMs, 3)
    const proved = await prove(supervision, database, suite, entries)
    add('inclusion proof, made', PROOFS, proved.madeMs, null)
    add('inclusion proof, checked', PROOFS, proved.checkedMs, Math.ceil(Math.log2(entries)))
    const size = entries + more
    const found = await timed(() => supervision.verifyDatabase(TENANT))
    if (!found.value.ok) throw new Error(found.value.message)
    add('verify in the database', size, found.ms, 3)
    const exported = await timed(() => supervision.exportTo(TENANT, join(folder, 'export')))
    add('export', size, exported.ms, 3)
    const checked = await timed(() => verifyExport(join(folder, 'export')))
    if (!checked.value.ok) throw new Error(checked.value.message)
    add('verify the exported files', size, checked.ms, 3)
    const megabytes = statSync(join(folder, 'export', EXPORT_FILES.entries)).size / 1e6
    return [
      table(['what', 'count', 'seconds', 'per second', 'bare hashing is faster by'], lines),
      '',
      `Bare hashing of this machine (${suite.hashName}, one core, after each line): ${number(Math.min(...bares))} to ${number(Math.max(...bares))} hashes of 300 bytes per second. The last column is that speed divided by the hashes which the line needs (payload, leaf, node) per second. Exported entries: ${number(megabytes)} MB. Memory at the end: ${number(process.memoryUsage().rss / 1e6)} MB.`,
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const anEntry = (i: number): EntryInput => ({
  action: 'task.completed',
  subject: `case:01j8${String(i % 5000).padStart(22, '0')}`,
  organId: 'scjg',
  actor: { userId: `user-${i % 500}`, name: '李春华' },
  ip: '10.20.30.40',
  payload: {
    element: 'Task_Review',
    action: 'pass',
    label: '审查通过',
    opinion: '材料齐全,符合法定形式,同意通过。',
    caseNo: `SH-2026-${i}`,
  },
})

async function write(
  supervision: Supervision,
  database: Database,
  time: { now: number },
  { first, count, batch }: { first: number; count: number; batch: number },
): Promise<{ recordMs: number; sealMs: number }> {
  let [recordMs, sealMs] = [0, 0]
  for (let done = 0; done < count;) {
    const until = Math.min(count, done + SEAL_EVERY)
    const from = performance.now()
    while (done < until) {
      const size = Math.min(batch, until - done)
      const entries = Array.from({ length: size }, (_, i) => anEntry(first + done + i))
      time.now += STEP_MS * size
      await inTransaction(database, (tx) => supervision.record(tx, TENANT, entries))
      done += size
    }
    recordMs += performance.now() - from
    sealMs += (await timed(() => supervision.seal(TENANT))).ms
    if (done % 1_000_000 === 0) console.error(`  ${number(done)} entries, ${number((recordMs + sealMs) / 1000)} s`)
  }
  return { recordMs, sealMs }
}

async function prove(
  supervision: Supervision,
  database: Database,
  suite: Suite,
  entries: number,
): Promise<{ madeMs: number; checkedMs: number }> {
  const places = Array.from({ length: PROOFS }, (_, i) => Math.floor((i * 7_919 * 131) % entries))
  const ids: string[] = []
  for (const place of places) ids.push((await rows(database).sealedEntries(TENANT, place, 1))[0]!.id)
  const proofs: Awaited<ReturnType<Supervision['inclusionProof']>>[] = []
  const made = await timed(async () => {
    for (const id of ids) proofs.push(await supervision.inclusionProof(TENANT, id))
  })
  const hex = (text: string): Buffer => Buffer.from(text, 'hex')
  const checked = await timed(async () => {
    for (const { index, leafHash, hashes, checkpoint } of proofs)
      if (!verifyInclusion(suite, index, checkpoint.size, hex(leafHash), hashes.map(hex), hex(checkpoint.root)))
        throw new Error(`no proof of entry ${index}`)
  })
  return { madeMs: made.ms, checkedMs: checked.ms }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const from = performance.now()
  const value = await work()
  return { value, ms: performance.now() - from }
}
