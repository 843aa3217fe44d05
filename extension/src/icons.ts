import { LabIcon } from '@jupyterlab/ui-components';
import courseSvg from '../style/icons/course.svg';

/** A lid lifted off a tree of parts. */
export const courseIcon = new LabIcon({ name: 'underhood:course', svgstr: courseSvg });
