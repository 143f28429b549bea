/* The external tasks of the county's processes, by topic. */

/** A paper is printed, signed and stored. */
export const RENDER_DOCUMENT_TOPIC = 'render-document'
/** 双公示: the decision becomes public. */
export const PUBLISH_DECISION_TOPIC = 'publish-decision'
/** 归档: the case becomes an archive package. */
export const ARCHIVE_CASE_TOPIC = 'archive-case'
