/*
 * A program that the durability tests run, kill and run again: one engine on a database, and clients that start instances
 * of the process `load`, complete their tasks and work on their external tasks, without an end.
 * What was answered is written to the journal at once: a line that stands there was promised to somebody. Each line is also a
 * dot on standard output, by which the test knows how far it has come.
 *
 *   node load.mjs <database url> <journal file> <clients>
 */
import { appendFileSync, openSync } from 'node:fs'
import { createEngine } from '@lianban/engine/runtime'
import { openDatabase } from '@lianban/storage'

const [url, journalFile, clients] = process.argv.slice(2)
const journal = openSync(journalFile, 'a')
const answered = (what, id) => {
  appendFileSync(journal, `${what} ${id}\n`)
  process.stdout.write('.')
}
const tenantId = 'tenant'
const actor = { userId: `client-${process.pid}` }
const engine = createEngine({ database: openDatabase(url) })
engine.run()

/** What another process did before this one, or has under way, is no failure. */
const MAY_HAPPEN = new Set(['TASK_NOT_FOUND', 'EXTERNAL_TASK_NOT_FOUND', 'EXTERNAL_TASK_NOT_LOCKED', 'CONCURRENT_CHANGE'])
const attempt = async (work) => {
  try {
    await work()
    return true
  } catch (error) {
    if (!MAY_HAPPEN.has(error.code)) throw error
    return false
  }
}

async function client(number) {
  for (let round = 0; ; round++) {
    const { instanceId } = await engine.start({
      tenantId,
      actor,
      definitionKey: 'load',
      businessKey: `${process.pid}-${number}-${round}`,
      variables: { round },
    })
    answered('started', instanceId)
    const { items } = await engine.tasks.list({ tenantId, limit: 5 })
    for (const { id } of items) {
      if (await attempt(() => engine.completeTask({ tenantId, actor, taskId: id, variables: { done: id } }))) answered('task', id)
    }
    const workerId = `worker-${process.pid}-${number}`
    const locked = await engine.externalTasks.fetchAndLock({
      tenantId,
      workerId,
      maxTasks: 3,
      topics: [{ topicName: 'work', lockDuration: 500 }],
    })
    for (const { row } of locked) {
      answered('locked', `${row.id} ${workerId} ${Date.now()} ${row.locked_until}`)
      if (await attempt(() => engine.externalTasks.complete({ tenantId, taskId: row.id, workerId, variables: { worked: true } })))
        answered('external', row.id)
    }
  }
}

await Promise.all(Array.from({ length: Number(clients) }, (_, number) => client(number)))
