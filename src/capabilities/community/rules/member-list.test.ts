import { describe, expect, it } from 'vitest';
import { readMemberList } from './member-list.ts';

describe('a pasted list of members', () => {
  it('is read as people write it', () => {
    const text = '1. 张三 13900000001\n李四，139 0000 0002\n\n3、 阿依古丽·买买提\t139-0000-0003\r\n13900000004 王五\n赵六';
    expect(readMemberList(text)).toEqual({
      people: [
        { name: '张三', phone: '13900000001' },
        { name: '李四', phone: '13900000002' },
        { name: '阿依古丽·买买提', phone: '13900000003' },
        { name: '王五', phone: '13900000004' },
        { name: '赵六', phone: '' },
      ],
      unread: [],
    });
  });

  it('names the lines it cannot read', () => {
    expect(readMemberList('13900000001\n张三 12345')).toEqual({ people: [], unread: [1, 2] });
  });
});
