import { api } from '../../api/api.ts'
import { windowApi } from '../../api/window.ts'
import type { Assisted } from './assist-page.tsx'

/** The matter with its form, and what is known of the applicant for it. */
export const beginAssisted = async (applicantId: string, matterKey: string): Promise<Pick<Assisted, 'matter' | 'start'>> => {
  const [matter, start] = await Promise.all([api.matter(matterKey), windowApi.start(applicantId, matterKey)])
  return { matter, start }
}
