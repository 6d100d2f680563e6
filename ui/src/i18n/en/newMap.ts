export const newMap = {
  title: 'New map',
  text: 'Choose where to start. Everything can be changed later.',
  creating: 'Making the map…',
};
