import { ArchiveList } from '../archives.ts'
import { XLSX } from '../../middlewares/send-file.ts'
import type { Operation } from './operation.ts'
import { PublicationCorrection, PublicationList, PublicationWithdrawal } from '../publications.ts'
import { PublicityDownload, PublicitySearch } from '../publicity.ts'

/** What happens to a case that is done: its publication 双公示 and its archive 归档. */
export const FINISHED_OPERATIONS: Record<string, Operation> = {
  'GET /api/publicity': { right: 'public', summary: '行政许可公示 Published decisions', query: PublicitySearch },
  'GET /api/publicity/download': {
    right: 'public',
    summary: '下载公示信息 Published decisions as a file',
    query: PublicityDownload,
    media: [XLSX, 'text/csv'],
  },
  'GET /api/publications': { right: 'publication:list', summary: '公示列表 Publications, withheld ones too', query: PublicationList },
  'POST /api/publications/{id}/correction': {
    right: 'publication:correct',
    summary: '更正公示 Correct a publication',
    body: PublicationCorrection,
  },
  'POST /api/publications/{id}/withdrawal': {
    right: 'publication:correct',
    summary: '撤下公示 Withdraw a publication',
    body: PublicationWithdrawal,
  },
  'GET /api/archives': { right: 'archive:list', summary: '档案列表 Archives, failed ones first', query: ArchiveList },
  'GET /api/cases/{id}/archive': { right: 'archive:read', summary: '办件的档案 The archive of a case' },
  'POST /api/cases/{id}/archive': { right: 'archive:retry', summary: '归档或者重新归档 Archive a finished case' },
  'GET /api/cases/{id}/archive/package': {
    right: 'archive:read',
    summary: '下载归档信息包 The archive package',
    media: ['application/zip'],
  },
}
