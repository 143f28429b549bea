export { createProjects, type BotBoard, type FundBoard, type ProjectDetail, type ProjectPage, type Projects } from './create-projects.ts'
