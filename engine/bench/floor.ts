import Libsql from 'libsql'
import { createConnection, type Connection } from 'mysql2/promise'
import { newId } from '@lianban/storage'
import { template, type Recording, type RowChange, type Template, type Value } from './recording.ts'

/*
 * The floor: a plain program on the plain driver that writes what the engine was seen to write, and does nothing else.
 * It reads nothing, computes nothing, checks nothing; the same rows with the same bytes, with new ids.
 */

/** Commands that the grouped floor writes in one transaction at most, as the engine's batches. */
const MAX_GROUP = 256

export interface Floor {
  /** One instance: a transaction for each of its commands. */
  run(client: number, tick: () => void): Promise<void>
  close(): Promise<void>
}

/** A change of the recording, made ready to be written again for other instances. */
interface Write extends Omit<RowChange, 'row'> {
  row: Record<string, Template>
}

/** One command of one instance. */
interface Command {
  writes: readonly Write[]
  ids: readonly string[]
}

/** Where commands are written: one transaction at a time. */
interface Writer {
  write(commands: readonly Command[]): Promise<void>
  close(): Promise<void>
}

/**
 * @param clients how many write at the same time, each on a connection of its own; on SQLite, which has one writer, all on one
 * @param grouped commands that wait for the transaction under way are written together in the next one, on one connection
 */
export async function openFloor(
  url: string,
  recording: Recording,
  { clients, grouped }: { clients: number; grouped: boolean },
): Promise<Floor> {
  const isSqlite = url.startsWith('sqlite:')
  const writers = await Promise.all(
    Array.from({ length: grouped || isSqlite ? 1 : clients }, () =>
      isSqlite ? sqliteWriter(url.slice('sqlite:'.length)) : mariadbWriter(url),
    ),
  )
  const steps = recording.commands.map((changes) => changes.map((change) => prepare(change, recording.ids)))
  const submit = grouped ? group(writers[0]!) : (command: Command, client: number) => writers[client % writers.length]!.write([command])
  return {
    async run(client, tick) {
      const ids = recording.ids.map(() => newId())
      for (const writes of steps) {
        await submit({ writes, ids }, client)
        tick()
      }
    },
    async close() {
      for (const writer of writers) await writer.close()
    },
  }
}

const prepare = (change: RowChange, ids: readonly string[]): Write => ({
  ...change,
  row: Object.fromEntries(Object.entries(change.row).map(([column, value]) => [column, template(value, ids)])),
})

/** What arrives while a transaction is under way forms the next one. */
function group(writer: Writer): (command: Command) => Promise<void> {
  const waiting: { command: Command; resolve: () => void; reject: (error: unknown) => void }[] = []
  let isWorking = false
  const work = async () => {
    isWorking = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_GROUP)
      try {
        await writer.write(batch.map(({ command }) => command))
        batch.forEach(({ resolve }) => resolve())
      } catch (error) {
        batch.forEach(({ reject }) => reject(error))
      }
      await new Promise(setImmediate)
    }
    isWorking = false
  }
  return (command) =>
    new Promise((resolve, reject) => {
      waiting.push({ command, resolve, reject })
      if (!isWorking) setImmediate(() => isWorking || void work())
    })
}

/** Every row by a prepared statement, which costs no round trip on SQLite. */
async function sqliteWriter(file: string): Promise<Writer> {
  const db = new Libsql(file)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  const statements = new Map<Write, { statement: Libsql.Statement<unknown[]>; columns: readonly string[] }>()
  const [begin, commit] = [db.prepare('begin immediate'), db.prepare('commit')]
  const run = (write: Write, ids: readonly string[]) => {
    let prepared = statements.get(write)
    if (!prepared) {
      const { sql, columns } = rowStatement(write)
      statements.set(write, (prepared = { statement: db.prepare(sql), columns }))
    }
    prepared.statement.run(...prepared.columns.map((column) => write.row[column]!(ids)))
  }
  return {
    async write(commands) {
      begin.run()
      for (const { writes, ids } of commands) for (const write of writes) run(write, ids)
      commit.run()
    },
    close: async () => void db.close(),
  }
}

function rowStatement({ kind, table, key, row, changed }: Write): { sql: string; columns: readonly string[] } {
  const where = key.map((column) => `${column} = ?`).join(' and ')
  if (kind === 'delete') return { sql: `delete from ${table} where ${where}`, columns: key }
  if (kind === 'update')
    return {
      sql: `update ${table} set ${changed.map((column) => `${column} = ?`).join(', ')} where ${where}`,
      columns: [...changed, ...key],
    }
  const columns = Object.keys(row)
  return { sql: `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`, columns }
}

/** The rows of one table by one statement, because every statement is a round trip. */
async function mariadbWriter(url: string): Promise<Writer> {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), timezone: 'Z', supportBigNumbers: true })
  await connection.query('set session transaction isolation level read committed')
  return {
    async write(commands) {
      await connection.query('start transaction')
      for (const { write, rows } of byTable(commands)) {
        for (let at = 0; at < rows.length;) {
          const size = sizeFor(rows.length - at)
          await writeRows(connection, { write, rows: rows.slice(at, at + size) })
          at += size
        }
      }
      await connection.query('commit')
    },
    close: () => connection.end(),
  }
}

interface TableRows {
  write: Write
  rows: Record<string, Value>[]
}

/** The rows of all commands, gathered by table and kind, in the order of the recording. */
function byTable(commands: readonly Command[]): TableRows[] {
  const tables = new Map<string, TableRows>()
  for (const { writes, ids } of commands) {
    for (const write of writes) {
      const name = `${write.kind} ${write.table}`
      let entry = tables.get(name)
      if (!entry) tables.set(name, (entry = { write, rows: [] }))
      const columns = write.kind === 'delete' ? write.key : Object.keys(write.row)
      entry.rows.push(Object.fromEntries(columns.map((column) => [column, write.row[column]!(ids)])))
    }
  }
  return [...tables.values()]
}

/** Few sizes, so that every statement is prepared and its values need no quoting. */
const SIZES = [8, 16, 32, 64, 128]
const sizeFor = (count: number): number => (count < SIZES[0]! ? count : SIZES.findLast((size) => size <= count)!)

async function writeRows(connection: Connection, { write, rows }: TableRows): Promise<void> {
  const { kind, table, key } = write
  if (kind === 'delete') {
    const one = `(${key.map((column) => `${column} = ?`).join(' and ')})`
    await connection.execute(
      `delete from ${table} where ${rows.map(() => one).join(' or ')}`,
      rows.flatMap((row) => key.map((column) => row[column]!)),
    )
  } else if (kind === 'update' && rows.length === 1) {
    const { sql, columns } = rowStatement(write)
    await connection.execute(
      sql,
      columns.map((column) => rows[0]![column]!),
    )
  } else {
    const columns = Object.keys(rows[0]!)
    const tuple = `(${columns.map(() => '?').join(', ')})`
    // Many updates at once: every row has another value, and "insert … on duplicate key" is the shortest way to say so.
    const onDuplicate =
      kind === 'update'
        ? ` on duplicate key update ${columns
            .filter((column) => !key.includes(column))
            .map((column) => `${column} = values(${column})`)
            .join(', ')}`
        : ''
    const values = rows.flatMap((row) => columns.map((column) => row[column]!))
    await connection.execute(
      `insert into ${table} (${columns.join(', ')}) values ${rows.map(() => tuple).join(', ')}${onDuplicate}`,
      values,
    )
  }
}
