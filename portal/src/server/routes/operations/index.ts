import { ACCOUNT_OPERATIONS } from './account.ts'
import { CASE_OPERATIONS } from './cases.ts'
import { DESK_OPERATIONS } from './desk.ts'
import { ORGANISATION_OPERATIONS } from './organisation.ts'
import { REGISTER_OPERATIONS } from './registers.ts'
import { RIGHTS_OPERATIONS } from './rights.ts'
import { SUPERVISION_OPERATIONS } from './supervision.ts'
import { LICENCE_OPERATIONS } from '../licences.ts'
import { CALENDAR_OPERATIONS } from '../calendar.ts'
import { VERB_OPERATIONS } from '../verbs.ts'
import { FINISHED_OPERATIONS } from './finished.ts'
import { STUDIO_OPERATIONS } from '../studio.ts'
import { STUDIO_RELEASE_OPERATIONS } from '../studio-releases.ts'
import { STUDIO_SURROUNDING_OPERATIONS } from '../studio-surroundings.ts'
import { DRAFT_OPERATIONS } from '../drafts.ts'
import { OPTION_OPERATIONS } from '../options.ts'
import { PHRASE_OPERATIONS } from '../phrases.ts'
import { WORKLIST_OPERATIONS } from '../worklist.ts'
import { SIGNATURE_OPERATIONS } from '../signatures.ts'
import { SHOWING_OPERATIONS } from '../showings.ts'
import { CONSULTATION_OPERATIONS } from '../consultations.ts'
import { ASSESSMENT_OPERATIONS } from '../assessment.ts'
import { HOTLINE_OPERATIONS } from '../hotline.ts'
import { LINKAGE_OPERATIONS } from '../linkage.ts'
import { PROJECT_OPERATIONS } from '../projects.ts'
import { RATING_OPERATIONS } from '../ratings.ts'
import { QUEUE_DEVICE_OPERATIONS } from '../queue-device.ts'
import { QUEUE_OPERATIONS } from '../queue.ts'
import { WINDOW_OPERATIONS } from '../window.ts'
import { NoticeList } from '../notices.ts'
import { DELIVERY_OPERATIONS } from '../deliveries.ts'
import { REPORT_OPERATIONS } from '../reports.ts'
import { NOTICE_SETTING_OPERATIONS } from '../notice-settings.ts'
import type { Operation } from './operation.ts'

/** Every operation of the API; a test holds this table equal to the routes that are mounted. */
export const OPERATIONS: Record<string, Operation> = {
  ...ACCOUNT_OPERATIONS,
  ...ORGANISATION_OPERATIONS,
  ...RIGHTS_OPERATIONS,
  ...SUPERVISION_OPERATIONS,
  ...DESK_OPERATIONS,
  ...REGISTER_OPERATIONS,
  ...CASE_OPERATIONS,
  ...LICENCE_OPERATIONS,
  ...CALENDAR_OPERATIONS,
  ...VERB_OPERATIONS,
  ...FINISHED_OPERATIONS,
  ...QUEUE_OPERATIONS,
  ...QUEUE_DEVICE_OPERATIONS,
  ...WINDOW_OPERATIONS,
  ...PROJECT_OPERATIONS,
  ...RATING_OPERATIONS,
  ...CONSULTATION_OPERATIONS,
  ...SHOWING_OPERATIONS,
  ...ASSESSMENT_OPERATIONS,
  ...LINKAGE_OPERATIONS,
  ...HOTLINE_OPERATIONS,
  ...SIGNATURE_OPERATIONS,
  ...OPTION_OPERATIONS,
  ...PHRASE_OPERATIONS,
  ...WORKLIST_OPERATIONS,
  ...DRAFT_OPERATIONS,
  ...STUDIO_OPERATIONS,
  ...STUDIO_RELEASE_OPERATIONS,
  ...STUDIO_SURROUNDING_OPERATIONS,
  ...NOTICE_SETTING_OPERATIONS,
  ...DELIVERY_OPERATIONS,
  ...REPORT_OPERATIONS,
  'GET /api/openapi.json': { right: 'public', summary: 'This document' },
  'GET /api/notices': { right: 'notice:list', summary: '通知 Notices', query: NoticeList },
  'POST /api/notices/read': { right: 'notice:read', summary: '全部已读 Mark all read' },
  'POST /api/notices/{id}/read': { right: 'notice:read', summary: '已读 Mark read' },
}
