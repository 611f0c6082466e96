import { useSaying } from '../../../platform/web/parts/useSaying.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';

/** What the forms here do when they are sent. */
export const useSaid = (onDone?: () => void): ReturnType<typeof useSaying> => useSaying(useText()('duties.recorded'), onDone);
