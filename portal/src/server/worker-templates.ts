import type { TemplateFinder } from '@lianban/processes'

export const TEMPLATES_PATH = '/worker-templates'
const WAIT_MS = 20_000

/**
 * Asks the server for templates, for workers that have no database: what is published in the studio is known there only.
 * @param token what the worker fetches its tasks with. Throws where the server does not answer; the task is tried again then
 */
export const serverTemplates =
  (serverUrl: string, token: string): TemplateFinder =>
  async (template, { processDefinitionKey, businessKey }) => {
    const query = new URLSearchParams({ template, process: processDefinitionKey, ...(businessKey != null && { case: businessKey }) })
    const answer = await fetch(`${serverUrl}${TEMPLATES_PATH}?${query.toString()}`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(WAIT_MS),
    })
    if (answer.status === 404) return null
    if (!answer.ok) throw new Error(`${serverUrl} gives no template ${template}: ${answer.status}`)
    return answer.text()
  }
