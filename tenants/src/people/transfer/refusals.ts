import { TenantsError } from '../../errors.ts'

/** 422: the file as a whole cannot be read; says why and what to do. */
export const fileRefused = (why: string): TenantsError =>
  new TenantsError(422, 'FILE_REFUSED', `${why},未导入任何内容。请下载模板,按模板填写后另存为 XLSX 或 CSV 再上传。`)

/** 422: more than one import takes. */
export const tooManyRows = (rows: number, max: number): TenantsError =>
  new TenantsError(422, 'TOO_MANY_ROWS', `文件有 ${rows} 行,一次最多导入 ${max} 行。请拆成几个文件分别导入。`, {
    rows,
    max,
  })

/** 422: columns that must be there are not. */
export const columnsMissing = (labels: readonly string[]): TenantsError =>
  new TenantsError(422, 'COLUMNS_MISSING', `文件缺少列:${labels.join('、')}。请下载模板,保留第一行的列名。`, { labels })

/** 409: some rows are wrong and everything was to be taken or nothing. */
export const importHasProblems = (bad: number): TenantsError =>
  new TenantsError(
    409,
    'IMPORT_HAS_PROBLEMS',
    `有 ${bad} 行不能导入,按“全部导入”的选择未导入任何内容。请改正后重新上传,或选择只导入正确的行。`,
    { bad },
  )

/** 409: what would happen is not what was shown. */
export const importChanged = (): TenantsError =>
  new TenantsError(409, 'IMPORT_CHANGED', '试运行之后文件或系统数据已有变化,未导入任何内容。请重新试运行,核对后再确认。')
